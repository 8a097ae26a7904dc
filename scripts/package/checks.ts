import { apiVersion, metaFiles } from './api-version.ts'
import { apexRules, apexTests } from './apex-rules.ts'
import { contract } from './contract.ts'
import { deployable } from './deployable.ts'
import { stylesheets, templates } from './looks.ts'
import { metadataXml } from './metadata-xml.ts'
import type { Check } from './problem.ts'
import { labelsUsed, references } from './references.ts'

export const CHECKS: readonly Check[] = [
  apexRules,
  apexTests,
  metaFiles,
  apiVersion,
  metadataXml,
  references,
  labelsUsed,
  templates,
  stylesheets,
  contract,
  deployable,
]
