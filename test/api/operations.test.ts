import { z } from 'zod';
import { operations } from '../../src/api/operations';

describe('the table of operations', () => {
  test('has each call once', () => {
    const names = operations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('says what is not found wherever a path has an id', () => {
    for (const { path, params, notFound } of operations) {
      expect([path, params !== undefined, notFound !== undefined]).toEqual([
        path,
        ...[0, 1].map(() => path.includes(':')),
      ]);
    }
  });

  test('has only schemas that can be written as JSON Schema, so that a document can be made of it', () => {
    for (const { params, query, body, answer } of operations) {
      for (const schema of [params, query, body]) if (schema) z.toJSONSchema(schema, { io: 'input' });
      if (answer) z.toJSONSchema(answer, { io: 'output' });
    }
  });
});
