import { RunLoop } from './worker/run-loop.ts'
import { workerHome } from './worker/worker-home.ts'

// What a worker is started with: the modules of tasks are loaded by it, run after run.
const home = workerHome()
const loop = new RunLoop(home)
process.on('uncaughtException', (thrown) => loop.threw(thrown))
process.on('unhandledRejection', (thrown) => loop.threw(thrown))
home.onMessage((message) => loop.hear(message))
