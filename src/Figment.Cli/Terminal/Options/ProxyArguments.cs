using System.CommandLine;
using Figment.Server;

namespace Figment.Cli.Terminal;

/// <summary>Options for a web server that runs behind another one, for example nginx.</summary>
internal sealed class ProxyArguments
{
    private readonly Option<string[]> allowHost = new("--allow-host")
    {
        Description = "A host name that visitors use, for example behind a proxy; *.NAME for all its subdomains; may be repeated",
        HelpName = "NAME",
    };
    private readonly Option<string> basePath = new("--base-path")
    {
        Description = "The path under which a proxy publishes these pages, for example /figment",
        HelpName = "PATH",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string[]> trustProxy = new("--trust-proxy")
    {
        Description = "Trust X-Forwarded-For, -Proto, and -Host from this proxy, an address or a network; may be repeated",
        HelpName = "ADDRESS",
    };

    internal void AddTo(Command command)
    {
        command.Add(allowHost);
        command.Add(basePath);
        command.Add(trustProxy);
    }

    /// <summary>The given server options with these values.</summary>
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
