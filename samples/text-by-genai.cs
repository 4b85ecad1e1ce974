#:package Microsoft.ML.OnnxRuntimeGenAI

// Continues a text with a model from 'figment export --format onnx'. It needs ONNX Runtime GenAI, but neither Figment nor
// libtorch. Set ORT_DISABLE_TELEMETRY=1 in the environment to turn off its telemetry.
//
//   dotnet run samples/text-by-genai.cs -- FOLDER ["HOW IT BEGINS" [TOKENS [SEED]]]

using Microsoft.ML.OnnxRuntimeGenAI;

int tokens = 100,
    seed = 0;
if (
    args.Length is < 1 or > 4
    || !File.Exists(Path.Combine(args[0], "genai_config.json"))
    || (args.Length > 2 && !(int.TryParse(args[2], out tokens) && tokens > 0))
    || (args.Length > 3 && !int.TryParse(args[3], out seed))
)
{
    Console.Error.WriteLine("Name the folder of an export, the beginning of the text, and the number of tokens:");
    Console.Error.WriteLine("dotnet run samples/text-by-genai.cs -- FOLDER [\"HOW IT BEGINS\" [TOKENS [SEED]]]");
    return 2;
}

try
{
    using var model = new Model(args[0]);
    using var tokenizer = new Tokenizer(model);
    using var options = new GeneratorParams(model);

    // A text begins with the token that separates texts, as in training.
    string prompt = args.Length > 1 ? args[1] : "";
    using Sequences begin = tokenizer.Encode("<|endoftext|>" + prompt);

    // The model has no positions beyond its context, so prompt and answer together must fit.
    double context = options.GetSearchNumber("max_length");
    if (begin[0].Length >= context)
    {
        Console.Error.WriteLine($"The prompt has more tokens than the model's context of {context}. Shorten it.");
        return 1;
    }

    options.SetSearchOption("max_length", Math.Min(context, begin[0].Length + tokens));
    options.SetSearchOption("temperature", 0.8);
    options.SetSearchOption("random_seed", seed);

    using var generator = new Generator(model, options);
    using TokenizerStream text = tokenizer.CreateStream(); // holds bytes back until a character is complete
    generator.AppendTokenSequences(begin);
    Console.Write(prompt);
    while (!generator.IsDone())
    {
        generator.GenerateNextToken();
        Console.Write(text.Decode(generator.GetSequence(0)[^1]));
    }

    Console.WriteLine();
    return 0;
}
catch (OnnxRuntimeGenAIException e)
{
    Console.Error.WriteLine($"{args[0]} is not a model that ONNX Runtime GenAI can load: {e.Message}");
    return 1;
}
