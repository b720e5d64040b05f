import { every } from '@punctual/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scheduled } from '../src/index.ts'
import { versions } from './express-versions.ts'
import { ServedApp } from './served-app.ts'

const segment = fc
  .string({
    minLength: 1,
    maxLength: 20,
    unit: fc.constantFrom(...`aZ0 .%/\\?#&=+:;,@'"<>{}()*$-_~|^é漢😀\t`),
  })
  .filter((text) => !/^\.{1,2}$/.test(text))

describe.each(versions)('%s', (_name, express) => {
  test('parameters and query arrive as the job gave them, whatever characters they have', async () => {
    const cases = fc.sample(fc.record({ team: segment, kind: segment, q: fc.option(segment) }), 60)
    await using served = await ServedApp.start(express, (app) => {
      const jobs = cases.map(({ team, kind, q }, at) => ({
        ...{ id: `job ${at}`, trigger: every('1h') },
        request: { params: { team, kind }, ...(q !== null && { query: { q } }) },
      }))
      app.get('/t/:team/reports/:kind', scheduled(jobs), (req, res) => {
        res.json({ ...req.params, q: req.query.q ?? null })
      })
    })
    for (const [at, given] of cases.entries()) {
      const { result } = await served.run(`job ${at}`)
      expect(result).toEqual({
        status: 200,
        body: given,
      })
    }
  })
})
