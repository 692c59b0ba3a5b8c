import type { ProblemError } from '../src/client';
import { ERROR_CODES, isErrorCode } from '../src/contracts/errors';

/** Whether the contract foresees a refusal: a known code with its status, and not our own defect. */
export function isDocumented({ code, status }: ProblemError): boolean {
  return code !== null && isErrorCode(code) && code !== 'INTERNAL' && ERROR_CODES[code].status === status;
}
