/** Forms: fields, choices and buttons of the readers' side. */
export const forms = `
`;
