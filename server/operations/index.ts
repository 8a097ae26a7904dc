export { getHealth, getMetrics, getReadiness } from './endpoints.ts'
