import type { OperationsConfig } from '../config';

type Settings = Pick<OperationsConfig, 'TEMPORAL_UI_URL' | 'TEMPORAL_NAMESPACE'>;

function namespaceAddress({ TEMPORAL_UI_URL, TEMPORAL_NAMESPACE }: Settings): string | null {
  if (TEMPORAL_UI_URL === undefined) return null;
  return `${TEMPORAL_UI_URL.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(TEMPORAL_NAMESPACE)}`;
}

/** The page of a workflow, or of one of its runs. @returns null: it is not known where the Web UI is */
export function workflowPage(settings: Settings, workflowId: string, runId?: string | null): string | null {
  const namespace = namespaceAddress(settings);
  if (namespace === null) return null;
  const run = runId ? `/${encodeURIComponent(runId)}` : '';
  return `${namespace}/workflows/${encodeURIComponent(workflowId)}${run}`;
}

/** The list of what a query finds. @returns null: it is not known where the Web UI is */
export function listPage(settings: Settings, query: string): string | null {
  const namespace = namespaceAddress(settings);
  return namespace && `${namespace}/workflows?query=${encodeURIComponent(query)}`;
}
