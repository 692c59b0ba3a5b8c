import path from 'node:path';

/** `dist/workflows.bundle.js`, beside the compiled code. */
export const WORKFLOW_BUNDLE_PATH = path.resolve(__dirname, '../../workflows.bundle.js');
