using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.RegularExpressions;

namespace Figment.Server;

/// <summary>The rules for names, paths, proxies, and origins in the options.</summary>
internal static partial class ProxyRules
{
    private const int Longest = 255;

    internal static IEnumerable<ValidationResult> Problems(ListenOptions options)
    {
        foreach (string name in options.AllowedHosts.Where(name => !IsName(name)))
            yield return new ValidationResult(
                $"'{name}' is not a host name. Use only a name or an address, for example images.example.org, or "
                    + $"*.example.org for all its subdomains."
            );
        if (options.BasePath.Length > 0 && !IsBase(options.BasePath))
            yield return new ValidationResult(
                $"'{options.BasePath}' is not a valid base path. Begin with a slash and end without one, for "
                    + $"example /figment."
            );
        foreach (string proxy in options.TrustedProxies.Where(proxy => !TryNetworks(proxy, out _)))
            yield return new ValidationResult(
                $"'{proxy}' is not the address of a proxy. Use an address or a network, for example 127.0.0.1 or "
                    + $"10.0.0.0/8."
            );
    }

    /// <summary>Whether the text is an origin of pages: a scheme and a host and nothing else, or * for all.</summary>
    internal static bool IsOrigin(string origin) =>
        origin == "*"
        || (
            origin.Length <= Longest
            && Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority) == origin
            && uri.UserInfo.Length == 0
        );

    /// <summary>Whether the host name of a request matches an allowed one.</summary>
    internal static bool Matches(string pattern, string host) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) && host.Length >= pattern.Length
            : host.Trim('[', ']').Equals(pattern.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the host is one of this machine's names for itself.</summary>
    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    internal static bool TryNetworks(string proxy, out IReadOnlyList<IPNetwork> networks)
    {
        if (proxy == "localhost")
            networks = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];
        else if (IPAddress.TryParse(proxy, out IPAddress? address))
            networks = [new IPNetwork(address, address.GetAddressBytes().Length * 8)];
        else if (IPNetwork.TryParse(proxy, out IPNetwork network))
            networks = [network];
        else
            networks = [];
        return networks.Count > 0;
    }

    private static bool IsName(string name) =>
        name.Length <= Longest && (IPAddress.TryParse(name.Trim('[', ']'), out _) || Name().IsMatch(name));

    private static bool IsBase(string path) =>
        path.Length <= Longest && BasePath().IsMatch(path) && !path.Split('/').Any(part => part is "." or "..");

    [GeneratedRegex(@"^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(/[A-Za-z0-9._~-]+)+\z")]
    private static partial Regex BasePath();
}
