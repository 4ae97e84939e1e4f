using ShadowMig.Hosting.Commands;

int exitCode = await CommandLineApplication.RunAsync(args, CommandEnvironment.ForProcess(), CancellationToken.None);

// A call that hangs inside libvirt holds a thread; it must not hold the process.
Environment.Exit(exitCode);
