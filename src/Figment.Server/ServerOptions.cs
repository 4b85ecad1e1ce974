using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Figment.Server;

/// <summary>Where a model is served and how much is taken on at once.</summary>
public sealed record ServerOptions : IValidatableObject
{
    /// <summary>The port; 0 takes any that is free. 0 to 65,535.</summary>
    [Range(0, 65535, ErrorMessage = "The port must be between 0 and 65535; 0 takes one that is free.")]
    public int Port { get; init; }

    /// <summary>The address to listen on. Beyond this machine's own (loopback) everybody who reaches it is answered.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Requests that wait for the model while it computes; more are told to come back. 0 to 10,000.</summary>
    [Range(0, 10_000, ErrorMessage = "Between 0 and 10000 requests can wait; 64 is usual.")]
    public int MostWaiting { get; init; } = 64;

    /// <summary>Seconds after which a request is given up. 1 to 3,600.</summary>
    [Range(1, 3600, ErrorMessage = "A request is given up after 1 to 3600 seconds; 60 is usual.")]
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Address is { } address && IPAddress.IsLoopback(address);

    internal IPAddress? Address => Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Host, out IPAddress? address) ? address : null;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Address is null) yield return new ValidationResult($"--host {Host} is not an address. Give one of this machine, for instance 127.0.0.1, or 0.0.0.0 for all of them.");
    }
}
