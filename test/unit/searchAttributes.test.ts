import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SEARCH_ATTRIBUTES, SEATS } from '../../src/contracts/searchAttributes';

const read = (file: string): string => readFileSync(path.join(__dirname, '../..', file), 'utf8');

test.each(['scripts/engines/searchAttributes.mjs', 'docker-compose.yml'])(
  '%s registers every search attribute that the workflows write',
  (file) => {
    const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !read(file).includes(name));
    expect(missing.map(({ name }) => name)).toEqual([]);
  },
);

test('seats are registered as the list that they are', () => {
  expect(SEATS.type).toBe('KEYWORD_LIST');
  expect(read('scripts/engines/searchAttributes.mjs')).toContain("Seats: 'KeywordList'");
  expect(read('docker-compose.yml')).toContain('--name Seats --type KeywordList');
});
