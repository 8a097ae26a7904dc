import { z } from 'zod'

/** What Salesforce sends a browser back with. What it adds for users of its own sites means nothing here. */
export const CALLBACK_QUERY = z.object({
  state: z.string().min(1).max(200),
  code: z.string().min(1).max(4000).optional(),
  error: z.string().min(1).max(200).optional(),
  error_description: z.string().max(2000).optional(),
  error_uri: z.string().max(2000).optional(),
  sfdc_community_url: z.string().max(2000).optional(),
  sfdc_community_id: z.string().max(100).optional(),
})
