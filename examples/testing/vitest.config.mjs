// Not that of the repository.
export default {};
