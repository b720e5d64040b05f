// Loaded before a program that stays: when the tool that started it is gone, killed even, it is asked to stop.
import { Socket } from 'node:net'
import process from 'node:process'

const fd = Number(process.env.PUNCTUAL_LIFELINE)
if (fd > 2) {
  const line = new Socket({ fd, readable: true, writable: false })
  line.on('close', () => process.kill(process.pid, 'SIGTERM')).on('error', () => {})
  line.resume()
  line.unref()
}
delete process.env.PUNCTUAL_LIFELINE
