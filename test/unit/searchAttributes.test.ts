import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SEARCH_ATTRIBUTES, SEATS } from '../../src/contracts/searchAttributes';

test('the development server registers every search attribute that the workflows write', () => {
  const script = readFileSync(path.join(__dirname, '../../scripts/engines/searchAttributes.mjs'), 'utf8');
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !script.includes(`  ${name}: '`));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

test('seats are registered as the list that they are', () => {
  const script = readFileSync(path.join(__dirname, '../../scripts/engines/searchAttributes.mjs'), 'utf8');
  expect(SEATS.type).toBe('KEYWORD_LIST');
  expect(script).toContain("Seats: 'KeywordList'");
});
