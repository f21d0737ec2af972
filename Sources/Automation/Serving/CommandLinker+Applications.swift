internal import Facts

extension CommandLinker {
  /// `uvicorn app.main:app`, `streamlit run app.py`, `flask --app service run`.
  mutating func runApplication(
    _ row: RunnerTable.Row, _ arguments: Arguments, _ pending: PendingCommand,
    _ graph: inout GraphBuilder
  ) {
    let usual = ["app.py", "main.py", "wsgi.py"]
    guard let entry = named(row, arguments) ?? arguments.free.first else {
      let folders = folders(pending)
      for name in usual {
        guard let file = graph.files.file(name, from: folders) else { continue }
        graph.connect(pending.node, file)
        return
      }
      return
    }
    var folders = folders(pending)
    if let folder = arguments.value("--app-dir", "--chdir"),
      let found = graph.files.folder(folder, from: folders)
    {
      folders.insert(found, at: 0)
    }
    runEntry(entry, from: pending.context.file, pending.node, folders: folders, &graph)
  }
}
