using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Figment.Studio.Hosting;

/// <summary>Where the studio listens and which runs it shows.</summary>
public sealed record StudioOptions : IValidatableObject
{
    /// <summary>The port; 0 takes any that is free. 0 to 65,535.</summary>
    [Range(0, 65535, ErrorMessage = "The port must be between 0 and 65535; 0 takes one that is free.")]
    public int Port { get; init; }

    /// <summary>The address to listen on. Anything but this machine's own (loopback) asks every visitor for a token.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Where runs are kept; made when the first one is.</summary>
    public string RunsFolder { get; init; } = "runs";

    internal bool IsLoopback => Address is { } address && IPAddress.IsLoopback(address);

    internal IPAddress? Address => Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Host, out IPAddress? address) ? address : null;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Address is null) yield return new ValidationResult($"--host {Host} is not an address. Give one of this machine, for instance 127.0.0.1, or 0.0.0.0 for all of them.");
        if (File.Exists(RunsFolder)) yield return new ValidationResult($"{RunsFolder} is a file, and runs need a folder.");
    }
}
