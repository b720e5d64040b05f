import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const nest11 = fileURLToPath(new URL('compat/nest-11/node_modules', import.meta.url))

export default defineConfig({
  // Not 'import': vitest hands these on to node, where it would send the require() of packages in CommonJS to ESM files.
  ssr: { resolve: { conditions: ['punctual-src', 'node', 'module', 'default'] } },
  // As NestJS has its classes compiled; files without decorators stay as they are.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    testTimeout: 30_000,
    // Much of the time goes by in waiting for servers and other processes.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: [
            'packages/core/test/{engine,executors,explorer,http,scheduler,framework}/**/*.test.ts',
            'packages/{testing,express,fastify}/test/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
            'compat/*/test/**/*.test.ts',
            'chaos/test/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          // These leave nothing behind in their process, and loading took most of their time.
          isolate: false,
          include: [
            'packages/core/test/{events,jobs,json,ledger,store,stores,time,triggers}/**/*.test.ts',
            'packages/store-*/test/**/*.test.ts',
            'scripts/test/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'nest-12',
          isolate: false,
          include: ['packages/nestjs/test/**/*.test.ts'],
        },
      },
      {
        extends: true,
        resolve: {
          alias: [
            {
              find: /^(@nestjs\/[^/]+|nestjs-cls|rxjs|reflect-metadata)(?=\/|$)/,
              replacement: `${nest11}/$1`,
            },
          ],
        },
        test: {
          name: 'nest-11',
          isolate: false,
          include: ['packages/nestjs/test/**/*.test.ts'],
        },
      },
    ],
  },
})
