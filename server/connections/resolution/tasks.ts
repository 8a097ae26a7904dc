import { z } from 'zod'
import { defineTask } from '../../queue/index.ts'

export const PREVIEW_RESOLUTION = defineTask({
  name: 'preview-company-resolution',
  payload: z.object({ tenantId: z.uuid(), connectionId: z.uuid(), previewId: z.uuid() }),
})
