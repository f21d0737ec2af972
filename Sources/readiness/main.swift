import Command
import OperatingSystem

openStandardStreams()
terminate(status: await run(arguments: Host.arguments))
