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
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: [
            'packages/*/test/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
            'compat/*/test/**/*.test.ts',
            'chaos/test/**/*.test.ts',
            'scripts/test/**/*.test.ts',
          ],
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
          // The same tests in the project above each have their modules for themselves; here loading them took most of the time.
          isolate: false,
          include: ['packages/nestjs/test/**/*.test.ts'],
        },
      },
    ],
  },
})
