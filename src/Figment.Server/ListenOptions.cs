using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>The address and port at which a web server listens.</summary>
public abstract record ListenOptions : IValidatableObject
{
    /// <summary>The port, from 0 to 65,535; 0 picks any free port.</summary>
    [Range(0, 65535, ErrorMessage = "The port must be between 0 and 65535; 0 picks any free port.")]
    public int Port { get; init; }

    /// <summary>The address to listen on; the default is this machine's own (loopback).</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>
    /// Host names that visitors may use, in addition to this machine's own; <c>*.example.org</c> means all its subdomains. If the
    /// server listens on an address other than loopback, an empty list allows any name.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// The path under which a proxy makes the server available, for example <c>/figment</c>; empty for the root.
    /// </summary>
    public string BasePath { get; init; } = "";

    /// <summary>
    /// Addresses and networks of proxies that are trusted to report the visitor's address, the host name, and the scheme.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Whether only this machine can reach the server.</summary>
    public bool IsLoopback => Address is { } address && IPAddress.IsLoopback(address);

    /// <summary>The address as an <see cref="IPAddress"/>; null if <see cref="Host"/> is not one.</summary>
    public IPAddress? Address =>
        Host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(Host, out IPAddress? address) ? address
        : null;

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is null)
            yield return new ValidationResult(
                $"--host {Host} is not an address. Use one of this machine, for example 127.0.0.1, or 0.0.0.0 for "
                    + $"all of them."
            );
        foreach (ValidationResult problem in ProxyRules.Problems(this))
            yield return problem;
    }

    /// <summary>
    /// Whether requests for a host name are answered. A page from elsewhere must not reach a server through a name that it has
    /// pointed here (DNS rebinding).
    /// </summary>
    internal bool Answers(string host) =>
        (!IsLoopback && AllowedHosts.Count == 0)
        || ProxyRules.IsLoopback(host)
        || ProxyRules.Matches(Host, host)
        || AllowedHosts.Any(allowed => ProxyRules.Matches(allowed, host));

    /// <summary>Starts a server that was built with these options. If it cannot listen, it is closed.</summary>
    /// <param name="application">The server.</param>
    /// <param name="subject">The name of the server in errors, for example <c>The studio</c>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>
    /// The address that the server listens on, and the address to visit, which includes the base path. If the server listens on
    /// all addresses, the address to visit contains the machine's name.
    /// </returns>
    /// <exception cref="FigmentException">The port is taken, or the address is not this machine's.</exception>
    public async Task<(string Url, string VisitUrl)> StartAsync(
        WebApplication application,
        string subject,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(application);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            string problem = $"{subject} cannot listen on {Host}:{Port}: {e.Message.TrimEnd('.')}.";
            if (e is IOException)
                throw new FigmentException($"{problem} Choose another --port, or stop the program that uses this one.", e);
            if (e is SocketException)
                throw new FigmentException(
                    $"{problem} Use an address of this machine and, unless you are its administrator, a --port above 1023.",
                    e
                );
            throw;
        }

        string url = application
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        bool isAny = IPAddress.Any.Equals(Address) || IPAddress.IPv6Any.Equals(Address);
        return (
            url,
            (isAny ? new UriBuilder(url) { Host = Dns.GetHostName() }.Uri.GetLeftPart(UriPartial.Authority) : url) + BasePath
        );
    }
}
