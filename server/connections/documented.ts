import { ERRORS } from '../errors.ts'
import { SALESFORCE_ERRORS } from '../salesforce/index.ts'
import type { Broken } from './metadata/index.ts'
import { NOTICES } from './notices.ts'
import { STATE_REASONS, type Reason } from './reasons.ts'
import type { ConclusionCode } from './resolution/index.ts'

/** A table of the documentation: codes that are no errors of a request, and where they stand. */
export interface DocumentedCodes {
  id: string
  title: string
  lead: string
  codes: readonly Reason[]
}

type Words = Omit<Reason, 'code'>
const rowsOf = (words: Readonly<Record<string, Words>>): Reason[] =>
  Object.entries(words).map(([code, { message, action }]) => ({ code, message, action }))

/** In the answer they name the account, its fields and its companies. */
const CONCLUSIONS: Readonly<Record<ConclusionCode, Words>> = {
  MAPPED: {
    message: 'The account belongs to one company.',
    action: 'Nothing needs to be done. Load a page that was open before again.',
  },
  SEVERAL_COMPANIES: {
    message: 'Several companies carry the value, so none is chosen.',
    action: 'Merge them, or correct the field on all but one.',
  },
  FIELD_GONE: {
    message: 'The field that is looked at is not there any more, or the connected user may not see it.',
    action: 'Let the user see it, or choose another field under Configure Company Resolution.',
  },
  FIELD_TYPE_CHANGED: {
    message: 'The field that is looked at is of another type now, which cannot be compared.',
    action: 'Choose another field under Configure Company Resolution.',
  },
  ACCOUNT_MERGED: {
    message: 'In Salesforce, the account was merged into another.',
    action: 'Open that account instead, and ask the same of it if it shows no customer.',
  },
  ACCOUNT_DELETED: {
    message: 'The account is in the recycle bin of Salesforce.',
    action: 'Restore it there if it was deleted by mistake.',
  },
  ACCOUNT_NOT_VISIBLE: {
    message: 'The user of the connection finds no such account.',
    action: 'Check the id, and that this user may see the account in Salesforce.',
  },
  SALESFORCE_NOT_ASKED: {
    message: 'Salesforce could not be asked what the account has in the field.',
    action: 'See why under the account, put that right, and ask again.',
  },
  FIELD_EMPTY: {
    message: 'The field of the account is empty, so there is nothing to look for.',
    action: 'Fill it in, or choose another field under Configure Company Resolution.',
  },
  SYNC_REJECTED: {
    message: 'The sync rejected the account, for the reason that is named.',
    action: 'Do what that reason says.',
  },
  FILTERED_OUT: {
    message: 'The filter of a job leaves the account out.',
    action: 'Change the filter, or the account, so that the one lets the other through.',
  },
  COMPANY_DELETED: {
    message: 'The company that was made from this account was deleted here.',
    action: 'Run the job once more to make it again, or leave it if it was meant to go.',
  },
  OTHER_VALUE: {
    message: 'The company that was made from this account carries another value, or none.',
    action: 'Map the one field to the other in the job that makes companies, and run it once more.',
  },
  NEVER_SYNCED: {
    message: 'Jobs have run, but no company carries the value.',
    action: 'Check that the job that makes companies reads this account, and run it.',
  },
  NO_JOB_HAS_RUN: {
    message: 'No company carries this account, and no job has brought it in.',
    action: 'Run the job that makes companies of accounts, or give the right company this value.',
  },
}

const BREAKS: Readonly<Record<Broken['code'], Words>> = {
  OBJECT_GONE: {
    message: 'The object is not there any more, or is hidden from the connected user.',
    action: 'Let the user see it again, or delete the job.',
  },
  OBJECT_NOT_READABLE: {
    message: 'The connected user may not read the object any more.',
    action: 'Let the user read it again.',
  },
  FIELD_GONE: {
    message: 'The field is not there any more, has another name, or is hidden from the connected user.',
    action: 'Let the user see it again, or take it out of the job.',
  },
  TYPE_CHANGED: {
    message: 'The field is of another type now.',
    action: 'Take it out of the job and add it again.',
  },
  FIELD_NOT_FILTERABLE: {
    message: 'Records can no longer be told apart by this field.',
    action: 'Choose another field in the filter of the job.',
  },
}

/** Salesforce's own, as far as no error of ours has the same name. */
const OF_SALESFORCE = Object.entries(SALESFORCE_ERRORS)
  .filter(([code]) => !Object.hasOwn(ERRORS, code))
  .map(([code, { meaning, action }]) => ({ code, message: meaning, action }))

export const DOCUMENTED_CODES: readonly DocumentedCodes[] = [
  {
    id: 'states',
    title: 'Reasons of a connection',
    lead: 'Why a connection is as it is, or why work on it ended. Errors can stand there too.',
    codes: [...rowsOf(STATE_REASONS), ...OF_SALESFORCE],
  },
  {
    id: 'notices',
    title: 'Notices',
    lead: 'What an administrator should know beside an answer, or before something is done. They stop nothing.',
    codes: rowsOf(NOTICES),
  },
  {
    id: 'conclusions',
    title: 'Why an account is not mapped',
    lead: 'The conclusion of an account’s mapping. In the answer it names the fields and the companies.',
    codes: rowsOf(CONCLUSIONS),
  },
  {
    id: 'breaks',
    title: 'What breaks a job',
    lead: 'A change of an object in Salesforce after which a job does not run until it is mended.',
    codes: rowsOf(BREAKS),
  },
]
