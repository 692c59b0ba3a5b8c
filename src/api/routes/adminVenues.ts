import { createVenue } from '../../persistence/statements/createVenue';
import { operation } from '../operation';
import { createdVenue, newVenue } from '../schemas/admin';

export const adminVenueOperations = [
  operation({
    id: 'createVenue',
    tag: 'Operators',
    method: 'POST',
    path: '/v1/admin/venues',
    summary: 'Create a venue with its seats',
    access: 'ADMIN',
    body: newVenue,
    // A stadium: 70,000 seats of 70 bytes.
    bodyLimit: '5mb',
    success: [201],
    answer: createdVenue,
    async handle({ body }, { db }) {
      return { body: await createVenue(db, body) };
    },
  }),
];
