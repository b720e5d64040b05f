import { conformanceSuite } from './conformance-suite.ts'
import { processesHarness } from './harnesses.ts'

conformanceSuite('processes', processesHarness)
