import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { saveUpload } from '../../../local-org/bulk/ingest/upload.ts'

function uploadPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'upload-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'upload.csv')
}
const body = () => Readable.from([Buffer.from('12345'), Buffer.from('67890')])

test('an upload of the largest size is kept byte by byte', async () => {
  const path = uploadPath()
  await saveUpload(body(), path, 10)
  expect(readFileSync(path, 'utf8')).toBe('1234567890')
})

test('one byte more is read to its end, refused, and not kept', async () => {
  const path = uploadPath()
  const sent = body()
  await expect(saveUpload(sent, path, 9)).rejects.toMatchObject({ status: 413 })
  expect([sent.readableEnded, existsSync(path)]).toEqual([true, false])
})

test('an upload that breaks off leaves nothing', async () => {
  const path = uploadPath()
  const broken = Readable.from(
    (function* () {
      yield Buffer.from('123')
      throw new Error('gone')
    })(),
  )
  await expect(saveUpload(broken, path)).rejects.toThrow('gone')
  expect(existsSync(path)).toBe(false)
})
