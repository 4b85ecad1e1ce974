using System.CommandLine;
using Figment.Server;

namespace Figment.Cli.Terminal;

/// <summary>What is said to a web server that stands behind another, for instance nginx.</summary>
internal sealed class ProxyArguments
{
    private readonly Option<string[]> allowHost = new("--allow-host")
    {
        Description = "A name that it is visited by, for instance behind a proxy; *.NAME for all below it; may be repeated",
        HelpName = "NAME",
    };
    private readonly Option<string> basePath = new("--base-path")
    {
        Description = "The path below which a proxy shows it, for instance /figment",
        HelpName = "PATH",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string[]> trustProxy = new("--trust-proxy")
    {
        Description = "Believe X-Forwarded-For, -Proto and -Host of this proxy, an address or a network; may be repeated",
        HelpName = "ADDRESS",
    };

    internal void AddTo(Command command)
    {
        command.Add(allowHost);
        command.Add(basePath);
        command.Add(trustProxy);
    }

    /// <summary>Options with what was said.</summary>
    internal T In<T>(ParseResult parsed, T options)
        where T : ListenOptions =>
        (T)(
            (ListenOptions)options with
            {
                AllowedHosts = parsed.GetValue(allowHost) ?? [],
                BasePath = parsed.GetValue(basePath)!,
                TrustedProxies = parsed.GetValue(trustProxy) ?? [],
            }
        );
}
