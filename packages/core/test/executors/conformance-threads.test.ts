import { conformanceSuite } from './conformance-suite.ts'
import { inlineHarness, threadsHarness } from './harnesses.ts'

conformanceSuite('inline', inlineHarness)
conformanceSuite('threads', threadsHarness)
