import { z } from 'zod'
import { ROLES } from '../http/roles.ts'
import { LICENCES } from '../tenants/index.ts'

export const USER_ID = z.string().regex(/^1P01[0-9A-Z]{32}$/, 'must be the id of a user (1P01…)')

export const ROLE = z.enum(ROLES, `must be one of ${ROLES.join(', ')}, or null`).nullable()
export const LICENCE = z.enum(LICENCES, `must be one of ${LICENCES.join(', ')}, or null`).nullable()

export const MAY_SIGN_IN = z.boolean().meta({
  description: 'Active, with a role, and with a licence that signs in: Full, Viewer Analytics or Viewer.',
})

export const USER = z.object({
  id: z.string(),
  name: z.string().nullable(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  active: z.boolean(),
  licence: LICENCE,
  role: ROLE,
  maySignIn: MAY_SIGN_IN,
})

export const USER_ROLE = USER.pick({ id: true, role: true, maySignIn: true })
export const USER_LICENCE = USER.pick({ id: true, licence: true, maySignIn: true })
