// Page layouts: this org's pages are made from the fields, so there is one plain layout for each object.
import { makeId } from '../../salesforce-id.ts'
import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import { MASTER, recordTypeChoices } from './record-types.ts'
import type { SObject } from '../../records/types.ts'

interface Laid {
  object: OrgObject
  /** The object's place among all objects: its layout is numbered by it. */
  number: number
  own: readonly SObject[]
  base: string
}

const layoutId = (number: number) => makeId('00h', number)

export function layoutOf({ object, number }: Pick<Laid, 'object' | 'number'>) {
  const shown = object.fields.filter(({ hidden, type }) => !hidden && type !== 'id')
  const section = (useHeading: boolean) => ({
    collapsed: false,
    columns: 2,
    heading: 'Information',
    layoutRows: pairs(shown).map(row),
    layoutSectionId: null,
    parentLayoutId: layoutId(number),
    rows: Math.ceil(shown.length / 2),
    tabOrder: 'LeftToRight',
    useCollapsibleSection: false,
    useHeading,
  })
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [section(false)],
    editLayoutSections: [section(true)],
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: layoutId(number),
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: [],
    saveOptions: [],
  }
}

export function layoutsOf(laid: Laid) {
  const { object, number, own, base } = laid
  return {
    layouts: [layoutOf(laid)],
    recordTypeMappings: recordTypeChoices(own).map(({ id, name, developerName, isDefault }) => ({
      active: true,
      available: true,
      defaultRecordTypeMapping: isDefault,
      developerName,
      layoutId: layoutId(number),
      master: id === MASTER,
      name,
      picklistsForRecordType: null,
      recordTypeId: id,
      urls: { layout: `${base}/sobjects/${object.name}/describe/layouts/${id}` },
    })),
    recordTypeSelectorRequired: [own.length > 0],
  }
}

export function compactLayoutsOf({ object, own, base }: Omit<Laid, 'number'>) {
  const name = object.fields.find(({ nameField }) => nameField)
  const primary = {
    actions: [],
    fieldItems: name ? [item(name)] : [],
    id: null,
    imageItems: [],
    label: 'System Default',
    name: 'SYSTEM',
    objectType: object.name,
  }
  return {
    compactLayouts: [primary],
    defaultCompactLayoutId: null,
    recordTypeCompactLayoutMappings: recordTypeChoices(own).map((type) => ({
      available: true,
      compactLayoutId: null,
      compactLayoutName: 'SYSTEM',
      recordTypeId: type.id,
      recordTypeName: type.name,
      urls: { compactLayout: `${base}/sobjects/${object.name}/describe/compactLayouts/${type.id}` },
    })),
    urls: { primary: `${base}/sobjects/${object.name}/describe/compactLayouts/primary` },
    primary,
  }
}

function pairs<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / 2) }, (_, i) => list.slice(2 * i, 2 * i + 2))
}

function row(fields: readonly Field[]) {
  return { layoutItems: fields.map(item), numItems: fields.length }
}

function item({ name, label, nillable, createable, updateable, formula }: Field) {
  return {
    editableForNew: createable !== false && !formula,
    editableForUpdate: updateable !== false && !formula,
    label,
    layoutComponents: [{ displayLines: 1, tabOrder: 0, type: 'Field', value: name }],
    placeholder: false,
    required: nillable === false,
  }
}
