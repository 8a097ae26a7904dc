export class SchemaProblem extends Error {
  override readonly name: string = 'SchemaProblem'
}
