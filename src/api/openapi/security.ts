import type { Access } from '../operation';

export const SECURITY_SCHEMES = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'The `apiKey` that POST /v1/users gave: `Authorization: Bearer fan_…`.',
  },
  queueToken: {
    type: 'apiKey',
    in: 'header',
    name: 'Queue-Token',
    description: 'The `token` that joining a concert gave; it belongs to one session and one user.',
  },
  viewerKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of a viewer (`ADMIN_VIEWER_KEY`), who may look and not act.',
  },
  adminKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of an operator: `npm start` writes one into `.local/stack.json`.',
  },
} as const;

/** What a call needs: all schemes of one entry together. */
export const SECURITY: Record<
  Access,
  readonly Partial<Record<keyof typeof SECURITY_SCHEMES, readonly []>>[]
> = {
  PUBLIC: [],
  USER: [{ apiKey: [] }],
  SESSION: [{ apiKey: [], queueToken: [] }],
  ADMIN_VIEW: [{ adminKey: [] }, { viewerKey: [] }],
  ADMIN: [{ adminKey: [] }],
};
