import { findDraw } from '../../persistence/reads/draw';
import { operation } from '../operation';
import { concertParams, draw } from '../schemas/concerts';
import { concertNotFound } from './concerts';

/** Short name of the formula that `npm run draw -- --help` spells out and that it checks. */
const ALGORITHM = 'SHA-1(seed:sessionId), first 52 bits, least first';

const CACHEABLE = { secret: 'public, max-age=5', published: 'public, max-age=3600' };

export const drawOperations = [
  operation({
    id: 'getDraw',
    tag: 'Concerts',
    method: 'GET',
    path: '/v1/concerts/:concertId/draw',
    summary:
      'How the order of those who came before the sale is drawn: a seed that is fixed before, and published after',
    description: '`npm run draw` computes the order anew from the seed.',
    access: 'PUBLIC',
    params: concertParams,
    notFound: 'CONCERT_NOT_FOUND',
    etagOfBody: true,
    success: [200],
    answer: draw,
    async handle({ params: { concertId } }, { db }) {
      const found = await findDraw(db, concertId);
      if (!found) throw concertNotFound();
      const { saleOpensAt, seedHash, seed } = found;
      return {
        body: { algorithm: ALGORITHM, saleOpensAt, seedHash, seed },
        headers: { 'Cache-Control': seed === null ? CACHEABLE.secret : CACHEABLE.published },
      };
    },
  }),
];
