// What says how an org looks: this one has a plain tab for each object, without colours and icons.
import type { OrgObject } from '../../schema/schema.ts'
import { isCustom } from './describe-field.ts'
import { isBusinessObject } from './describe-object.ts'

const withPages = (objects: readonly OrgObject[]) => objects.filter(isBusinessObject)

export function tabs(objects: readonly OrgObject[]) {
  return withPages(objects).map(({ name, labelPlural }) => ({
    colors: [],
    custom: isCustom(name),
    iconUrl: null,
    icons: [],
    label: labelPlural,
    miniIconUrl: null,
    name: isCustom(name) ? name : `standard-${name}`,
    sobjectName: name,
    url: `/lightning/o/${name}/home`,
  }))
}

export function theme(objects: readonly OrgObject[]) {
  return { themeItems: withPages(objects).map(({ name }) => ({ colors: null, icons: null, name })) }
}
