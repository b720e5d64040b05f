export { PunctualHealthIndicator } from './punctual-health-indicator.ts'
