import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { createOrgKey } from '../../../local-org/identity/key.ts'
import { signWidgetToken } from '../../../local-org/identity/widget-token.ts'
import request from '../../contract/request.json' with { type: 'json' }

const { claims } = request.token
const key = await createOrgKey()
const options = {
  orgId: claims.iss,
  userId: claims.sub,
  audience: claims.aud,
  privateKey: key.privateKey,
  keyId: key.keyId,
  now: claims.iat * 1000 + 999,
}

test('the public key confirms the token, and its claims are exactly those of the contract', () => {
  const token = signWidgetToken(options)
  const { header, payload } = jwt.verify(token, key.publicKey, {
    algorithms: ['RS256'],
    clockTimestamp: claims.iat + 1,
    complete: true,
  })
  expect(header).toEqual({ ...request.token.header, typ: 'JWT', kid: 'Team_View' })
  const jti: unknown = expect.stringMatching(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect(payload).toStrictEqual({ ...claims, jti })
})

test('no two tokens are the same', () => {
  expect(signWidgetToken(options)).not.toBe(signWidgetToken(options))
})

test("another org's key does not confirm it", async () => {
  const other = await createOrgKey()
  const check = () => jwt.verify(signWidgetToken(options), other.publicKey, { clockTimestamp: claims.iat })
  expect(check).toThrow('invalid signature')
})

test('it lives as long as is asked', () => {
  const token = signWidgetToken({ ...options, validForSeconds: 7 })
  expect(jwt.decode(token)).toMatchObject({ exp: claims.iat + 7 })
})
