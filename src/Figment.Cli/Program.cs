return await Figment.Cli.CommandLine.RunAsync(args);
