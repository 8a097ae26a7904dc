import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { deployable } from '../../scripts/package/deployable.ts'
import { readPackage } from '../../scripts/package/package-source.ts'
import { ROOT } from './planted.ts'

async function copyOfProject(): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'team-view-test-'))
  onTestFinished(() => rm(copy, { recursive: true, force: true }))
  for (const part of ['force-app', 'types', 'tsconfig.lwc.json', 'sfdx-project.json', '.forceignore']) {
    await cp(path.join(ROOT, part), path.join(copy, part), { recursive: true })
  }
  await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'), 'junction')
  return copy
}

test('a component whose types do not hold is not deployed', async () => {
  const root = await copyOfProject()
  const file = path.join(root, 'force-app/team-view/lwc/healthLook/healthLook.ts')
  await writeFile(file, (await readFile(file, 'utf8')).replace("tone: 'unknown'", "tone: 'odd'"))
  const { problems } = await deployable.run(readPackage(root))
  expect(problems[0]?.file).toBe('force-app/team-view/lwc/healthLook/healthLook.ts')
})

test('a deployment that would carry TypeScript and tests is found', async () => {
  const root = await copyOfProject()
  await writeFile(path.join(root, '.forceignore'), 'force-app/test/**\n')
  const { problems } = await deployable.run(readPackage(root))
  expect(problems.map(({ message }) => message)).toContain('lwc/teamView/teamView.ts is deployed')
})
