/** Why an edit cannot be made. The message is one clause, such as `the value is put together from several parts`. */
export class CannotEdit extends Error {}
