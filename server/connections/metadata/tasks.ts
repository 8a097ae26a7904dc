import { z } from 'zod'
import { defineTask } from '../../queue/index.ts'

export const REFRESH_METADATA = defineTask({
  name: 'refresh-metadata',
  payload: z.object({ tenantId: z.uuid(), connectionId: z.uuid(), refreshId: z.uuid() }),
})

/** Comes every hour: finds the connections whose metadata is a week old. */
export const FIND_DUE_METADATA = defineTask({ name: 'find-due-metadata', payload: z.object({}) })
