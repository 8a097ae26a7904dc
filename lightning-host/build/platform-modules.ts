import path from 'node:path'
import type { Plugin } from 'rollup'
import { BuildError } from './build-error.ts'

/** What the Salesforce platform provides at run time and a browser elsewhere does not have. */
export interface PlatformOptions {
  /** The folder of the shims' own source. */
  platformDir: string
  labels: ReadonlyMap<string, string>
}

const VIRTUAL = '\0platform:'

const LIGHTNING_MODULES: Record<string, string> = {
  'lightning/uiRecordApi': 'ui-record-api.ts',
  'lightning/navigation': 'navigation.ts',
  'lightning/platformShowToastEvent': 'show-toast-event.ts',
  'lightning/refresh': 'refresh.ts',
}

/** The base components bring an American English default for each of these; here they follow the viewer. */
const VIEWER_I18N: Record<string, string> = {
  locale: 'locale',
  lang: 'lang',
  dir: 'dir',
  currency: 'currency',
  timeZone: 'timeZone',
  firstDayOfWeek: 'firstDayOfWeek',
  'number.decimalSeparator': 'decimalSeparator',
  'number.groupingSeparator': 'groupingSeparator',
  'number.percentSign': 'percentSign',
  'number.currencySymbol': 'currencySymbol',
}

/** Whether a `lightning/…` module is one of ours rather than of Salesforce's base components. */
export function isShimmed(specifier: string): boolean {
  return specifier in LIGHTNING_MODULES
}

export function platformModules({ platformDir, labels }: PlatformOptions): Plugin {
  const shim = (file: string) => JSON.stringify(path.join(platformDir, file))

  /** The source of a `@salesforce/…` module, or undefined when it is somebody else's. */
  function sourceOf(specifier: string, importer: string): string | undefined {
    const [, kind = '', name = ''] = /^@salesforce\/([^/]+)\/?(.*)$/.exec(specifier) ?? []
    switch (kind) {
      case 'apex':
        return name
          ? `import { apexMethod } from ${shim('apex.ts')}\nexport default apexMethod(${JSON.stringify(name)})`
          : `export { refreshApex } from ${shim('apex.ts')}`
      case 'label':
        return name.startsWith('c.') ? labelModule(name.slice(2), importer) : undefined
      case 'schema':
        return schemaModule(name)
      case 'i18n':
        return VIEWER_I18N[name] && `export { ${VIEWER_I18N[name]} as default } from ${shim('i18n.ts')}`
      case 'client':
        return name === 'formFactor'
          ? `export { formFactor as default } from ${shim('form-factor.ts')}`
          : undefined
      case 'user':
        return `export { ${name === 'Id' ? 'userId' : 'isGuest'} as default } from ${shim('viewer.ts')}`
      case 'customPermission':
      case 'userPermission':
        return `import { hasPermission } from ${shim('viewer.ts')}\nexport default hasPermission(${JSON.stringify(name)})`
      case 'resourceUrl':
        return `export default ${JSON.stringify(`/resource/${name}`)}`
      default:
        return undefined
    }
  }

  function labelModule(name: string, importer: string): string {
    const text = labels.get(name)
    if (text === undefined)
      throw new BuildError({ message: `There is no custom label ${name}`, file: importer })
    return `export default ${JSON.stringify(text)}`
  }

  return {
    name: 'platform-modules',
    resolveId(specifier, importer) {
      const file = LIGHTNING_MODULES[specifier]
      if (file) return path.join(platformDir, file)
      const source = sourceOf(specifier, importer?.split('?')[0] ?? 'the page')
      return source === undefined ? null : { id: VIRTUAL + specifier, meta: { source } }
    },
    load(id) {
      return id.startsWith(VIRTUAL) ? (this.getModuleInfo(id)?.meta['source'] as string) : null
    },
  }
}

function schemaModule(name: string): string {
  const [objectApiName, ...field] = name.split('.')
  const fieldApiName = field.length > 0 ? field.join('.') : undefined
  return `export default ${JSON.stringify({ objectApiName, fieldApiName })}`
}
