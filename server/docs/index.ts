export { documentation } from './endpoints.ts'
