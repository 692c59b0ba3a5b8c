import { z } from 'zod';
import { HTML_HEADERS } from '../htmlPage';
import { operation } from '../operation';
import { Problem } from '../problem';
import { PROBLEM_INDEX, PROBLEM_PAGES } from '../problemPages';

const PAGE = {
  tag: 'Service',
  access: 'PUBLIC',
  cacheControl: 'public, max-age=3600',
  success: [200],
  answerTypes: ['text/html'],
  standsAlone: true,
} as const;

export const problemOperations = [
  operation({
    id: 'listProblems',
    method: 'GET',
    path: '/problems',
    summary: 'Every code that a refusal can have',
    ...PAGE,
    async handle() {
      return { body: PROBLEM_INDEX, headers: HTML_HEADERS };
    },
  }),
  operation({
    id: 'getProblem',
    method: 'GET',
    path: '/problems/:code',
    summary: 'When a problem comes up, and the way out',
    ...PAGE,
    params: z.strictObject({ code: z.string() }),
    notFound: 'ROUTE_NOT_FOUND',
    async handle({ params: { code } }) {
      const page = PROBLEM_PAGES.get(code);
      if (page === undefined)
        throw new Problem('ROUTE_NOT_FOUND', 'GET /problems lists the problems there are.');
      return { body: page, headers: HTML_HEADERS };
    },
  }),
];
