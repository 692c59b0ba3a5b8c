import path from 'node:path';

/** `dist/workflows.bundle.js`, beside the compiled code. */
export const WORKFLOW_BUNDLE_PATH = path.resolve(__dirname, '../../workflows.bundle.js');
/** The same with what makes spans of a workflow's work, for workers that are traced. */
export const TRACED_WORKFLOW_BUNDLE_PATH = path.resolve(__dirname, '../../workflows.traced.bundle.js');
