import { Redis } from 'ioredis'
import { ioredisConnect } from '../../src/connection/ioredis-client.ts'
import { url } from '../server.ts'
import { conformance } from './conformance.ts'

conformance(ioredisConnect(new Redis(url, { lazyConnect: true })), { notifications: true })
