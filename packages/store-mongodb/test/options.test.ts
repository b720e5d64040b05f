import { expect, test } from 'vitest'
import { mongoStore, type MongoStoreOptions } from '../src/index.ts'

test('wrong options are refused at the call', () => {
  const url = 'mongodb://127.0.0.1'
  const wrong: readonly object[] = [
    {},
    { url, db: {} },
    { url: 'http://127.0.0.1' },
    { url: 5 },
    { db: {} },
    { db: { collection() {}, command() {} }, database: 'a' },
    { url, database: '' },
    { url, prefix: '' },
    { url, prefix: 'a.b' },
    { url, prefix: '$a' },
  ]
  for (const options of wrong) {
    const given = options as MongoStoreOptions
    expect(() => mongoStore(given), JSON.stringify(options)).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }),
    )
  }
})
