import { textsOf } from '../../src/replay/personalData';
import { loadRecordings } from './recordings';

const FORBIDDEN =
  /\/(?:home|root|Users|work|tmp)\/|@example|apiKey|fan_[\w-]{20}|Bearer|queue-token|"email"|"name":"Fan"/i;

test.each(loadRecordings().map(({ release, scenario, history }) => [release, scenario, history] as const))(
  'the history %s %s holds no e-mail address, name, key, token or path of a machine',
  (_release, _scenario, history) => {
    const texts = [...textsOf(history)];
    expect(texts.some((text) => text.includes('"outcome"'))).toBe(true);
    expect(texts.filter((text) => FORBIDDEN.test(text))).toEqual([]);
  },
);

test('an e-mail address inside a payload would be noticed', () => {
  const payload = { data: Buffer.from('{"to":"someone@example.org"}').toString('base64') };
  expect([...textsOf([{ payload }])].some((text) => FORBIDDEN.test(text))).toBe(true);
});
