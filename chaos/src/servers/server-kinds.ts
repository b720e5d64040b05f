import { join } from 'node:path'
import type { StoreKind } from '../stores/store-spec.ts'
import type { ServerKind } from './private-server.ts'

const PRELOADED = { user: null, prepare: () => [] } as const

/** Servers that keep what they confirmed when they are killed: the system has it, so no disk has to be waited for. */
export const serverKinds: Readonly<Partial<Record<StoreKind, ServerKind>>> = {
  postgres: {
    needs: ['initdb', 'postgres'],
    user: 'postgres',
    prepare: (folder) => [
      [
        ...['initdb', '-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust'],
        ...['--no-sync', '-E', 'UTF8', '--locale=C'],
      ],
    ],
    run: (folder, port) => [
      ...['postgres', '-D', join(folder, 'data'), '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`],
      ...['-c', 'fsync=off', '-c', 'full_page_writes=off'],
    ],
    gently: 'SIGINT',
    url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
  },
  mysql: {
    needs: ['mariadb-install-db', 'mariadbd'],
    user: 'mysql',
    prepare: (folder) => [
      [
        ...['mariadb-install-db', '--no-defaults', `--datadir=${join(folder, 'data')}`],
        '--auth-root-authentication-method=normal',
      ],
    ],
    run: (folder, port) => [
      ...['mariadbd', '--no-defaults', `--datadir=${join(folder, 'data')}`, `--port=${port}`],
      ...['--bind-address=127.0.0.1', `--socket=${join(folder, 's.sock')}`],
      ...[`--pid-file=${join(folder, 'pid')}`, '--skip-log-bin', '--skip-name-resolve'],
      '--innodb-flush-log-at-trx-commit=2',
    ],
    gently: 'SIGTERM',
    url: (port) => `mysql://root@127.0.0.1:${port}/test`,
  },
  redis: {
    ...PRELOADED,
    needs: ['redis-server'],
    run: (folder, port) => [
      ...['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
    ],
    gently: 'SIGTERM',
    url: (port) => `redis://127.0.0.1:${port}`,
  },
}
