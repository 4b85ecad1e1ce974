using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>Where a web server listens.</summary>
public abstract record ListenOptions : IValidatableObject
{
    /// <summary>The port; 0 takes any that is free. 0 to 65,535.</summary>
    [Range(0, 65535, ErrorMessage = "The port must be between 0 and 65535; 0 takes one that is free.")]
    public int Port { get; init; }

    /// <summary>The address to listen on; the default is this machine's own (loopback).</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Address is { } address && IPAddress.IsLoopback(address);

    /// <summary>The address, where <see cref="Host"/> is one.</summary>
    public IPAddress? Address => Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Host, out IPAddress? address) ? address : null;

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is null) yield return new ValidationResult($"--host {Host} is not an address. Give one of this machine, for instance 127.0.0.1, or 0.0.0.0 for all of them.");
    }

    /// <summary>Starts a server that was built to listen so. Where it cannot, it is closed.</summary>
    /// <param name="application">The server.</param>
    /// <param name="subject">What it is called, for instance <c>The studio</c>.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The address that it listens on, and the one to visit it at: where all of the machine's are listened on, by the machine's name.</returns>
    /// <exception cref="FigmentException">The port is taken, or the address is not this machine's.</exception>
    public async Task<(string Url, string VisitUrl)> StartAsync(WebApplication application, string subject, CancellationToken cancellationToken)
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
            if (e is IOException) throw new FigmentException($"{problem} Choose another --port, or close what uses this one.", e);
            if (e is SocketException) throw new FigmentException($"{problem} Give an address of this machine and, unless you are its administrator, a --port above 1023.", e);
            throw;
        }

        string url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        bool isAny = IPAddress.Any.Equals(Address) || IPAddress.IPv6Any.Equals(Address);
        return (url, isAny ? new UriBuilder(url) { Host = Dns.GetHostName() }.Uri.GetLeftPart(UriPartial.Authority) : url);
    }
}
