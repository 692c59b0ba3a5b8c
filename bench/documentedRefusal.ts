import { ERROR_CODES, isErrorCode } from '../src/contracts/errors';

/** Whether the contract foresees a refusal: a known code with its status, and not our own defect. */
export function isDocumented({ code, status }: { code: string | null; status: number }): boolean {
  return code !== null && isErrorCode(code) && code !== 'INTERNAL' && ERROR_CODES[code].status === status;
}
