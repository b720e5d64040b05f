import { createClient } from 'redis'
import { nodeRedisConnect } from '../../src/connection/node-redis-client.ts'
import { url } from '../server.ts'
import { conformance } from './conformance.ts'

conformance(nodeRedisConnect(createClient({ url })), { notifications: false })
