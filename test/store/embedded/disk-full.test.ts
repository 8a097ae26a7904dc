import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmbedded } from '../../../server/store/embedded/launch.ts'

// A disk that is really full needs a file system of its own, which only root may mount, and not in every container.
const disk = mkdtempSync(join(tmpdir(), 'team-view-full-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]).status === 0

afterAll(() => {
  if (mounted) spawnSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

test.runIf(mounted)('a disk that is full at start is said in one line that names the folder', async () => {
  const dataDir = join(disk, 'data')
  const start = startEmbedded({ dataDir, log: () => undefined })
  await expect(start).rejects.toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringContaining(dataDir) as string,
  })
  const { message } = (await start.catch((error: unknown) => error)) as Error
  expect(message).not.toContain('\n')
})
