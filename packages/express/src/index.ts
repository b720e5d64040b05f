export { attach } from './attach.ts'
export { punctual } from './punctual.ts'
export type { AttachOptions, PunctualServer } from './attach.ts'
